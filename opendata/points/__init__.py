"""Points out of a file, chunk by chunk.

A chunk holds at most :data:`CHUNK_ROWS` rows, so a file of any length is read in bounded memory. What is no point (a row without a
readable coordinate, with too many cells, with a polygon) stays in the chunk as NaN or is left out, and is told by its row number.
"""

from .readers import DELIMITED, PARQUET, Points, chunks, read
from .source import CHUNK_ROWS, Chunk, Rejected, Wanted
from .texts import Texts

__all__ = ["CHUNK_ROWS", "DELIMITED", "PARQUET", "Chunk", "Points", "Rejected", "Texts", "Wanted", "chunks", "read"]

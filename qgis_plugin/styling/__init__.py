"""The grid as a map: words, renderer, styled file, page."""

"""After a restart: what the panel shows without anybody opening anything."""

from hands import SEEN, grab, lines, open_panel, panel


def steps():
    open_panel()
    yield
    SEEN["campaign"] = str(panel().session.campaign_path)
    SEEN["end"] = lines()
    grab("14-reopened")

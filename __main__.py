"""``python -m trygghetsrutan``."""

from .opendata.cli import main

if __name__ == "__main__":
    main()

"""The guided panel: from files to a published map, step by step."""

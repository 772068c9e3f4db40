"""One module per family of personal data; each gives findings in the coordinates of the text it is handed."""

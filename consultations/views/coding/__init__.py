"""The workspace in which contributions are read and given their themes. Below /cms/."""

"""What pages share: the choices in the address bar, and how things are shown."""

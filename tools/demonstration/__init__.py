"""The Demonstration place: who lives and works there, and how time passes."""

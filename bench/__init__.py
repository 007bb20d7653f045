# pyright: basic
"""How fast the notebook is, against the least that the same work can cost."""

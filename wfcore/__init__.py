"""Staff per 100,000 patients from NHS England's workforce files: the core, without a screen."""

__version__ = "0.2.0"

"""Files that hold others: web archives, collections of them, ZIP and packed files, and bodies as HTTP sends them."""

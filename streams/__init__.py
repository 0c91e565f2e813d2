"""Copytaster. Start with pipeline.py, the path of one item; docs/ has the rest."""

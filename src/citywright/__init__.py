"""Citywright."""

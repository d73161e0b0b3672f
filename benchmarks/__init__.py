"""Benchmarks: side by side in one run with what users would pick instead. They gate nothing."""

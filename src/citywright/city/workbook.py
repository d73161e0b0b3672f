"""Being written."""
def read_workbook(path, findings): raise RuntimeError

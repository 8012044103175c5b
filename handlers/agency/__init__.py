"""An agency as its people describe it: a folder of YAML files."""

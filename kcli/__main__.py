"""``python -m kcli``."""

from kcli.cli.main import main

if __name__ == "__main__":
    main()

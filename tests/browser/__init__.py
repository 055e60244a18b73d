"""What only a browser can tell of the web pages: `make test-browser`, not a part of `make test`."""

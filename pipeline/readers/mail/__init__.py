"""Messages and pages saved as one: .eml, .msg, .mht."""

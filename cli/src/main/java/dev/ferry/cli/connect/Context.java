package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.Console;

/** What every command is given: its streams, and the way to make a client. */
public record Context(Console console, ClientFactory clients) {}

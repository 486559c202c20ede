package dev.ferry.cli.chat;

import dev.ferry.cli.terminal.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be typed after a slash. Filled once, then read by any thread. */
final class SlashCommands {
  private static final String QUIT = "/quit";

  private final Screen screen;

  /** By their first word, in the order of {@code /help}. */
  private final Map<String, Command> commands = new LinkedHashMap<>();

  private record Command(String usage, String help, Consumer<String> action) {}

  SlashCommands(Screen screen) {
    this.screen = screen;
  }

  /**
   * @param action takes what follows the word
   */
  void add(String word, String usage, String help, Consumer<String> action) {
    commands.put(word, new Command(usage, help, action));
  }

  /** Whether the word ends the chat. */
  static boolean ends(String word) {
    return word.equals(QUIT) || word.equals("/q");
  }

  void run(String word, String argument) {
    Command command = commands.get(word);
    if (command == null) {
      screen.line("no command " + SafeText.of(word) + " (try /help)");
    } else {
      command.action().accept(argument);
    }
  }

  void help() {
    commands.values().forEach(command -> help(command.usage(), command.help()));
    help(QUIT, "end (also Ctrl-D)");
    help("//text", "a message that begins with a slash");
  }

  private void help(String usage, String words) {
    screen.line(String.format(Locale.ROOT, "%-22s %s", usage, words));
  }

  /** All words that can begin a line. */
  List<String> words() {
    return Stream.concat(commands.keySet().stream(), Stream.of(QUIT)).toList();
  }
}

package dev.ferry.server.model;

/**
 * The form of ids: a letter or digit of ASCII, then up to 63 of these or of some marks. Written
 * out, because ids come with every frame and a regular expression makes three objects for each.
 */
final class IdForm {
  private static final int CHARS_MAX = 64;

  private IdForm() {}

  /** Whether {@code text} from {@code start} on is an id. */
  static boolean matches(String text, int start, String marks) {
    int chars = text.length() - start;
    if (chars < 1 || chars > CHARS_MAX || !isLetterOrDigit(text.charAt(start))) {
      return false;
    }
    for (int i = start + 1; i < text.length(); i++) {
      char each = text.charAt(i);
      if (!isLetterOrDigit(each) && marks.indexOf(each) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

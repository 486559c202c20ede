package dev.ferry.loadtest.report;

import java.util.Locale;

/** HTML from strings that nobody vouches for. */
final class Html {
  private Html() {}

  /** Text that a browser shows as it is, as content or within a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * JSON that may stand inside a script element: no character sequence in it ends the element or
   * opens a comment.
   */
  static String escapeJson(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  /** An element with text in it. */
  static String element(String tag, String text) {
    return String.format(Locale.ROOT, "<%s>%s</%s>", tag, escape(text), tag);
  }
}

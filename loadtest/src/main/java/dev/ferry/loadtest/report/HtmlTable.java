package dev.ferry.loadtest.report;

/**
 * A table of HTML from plain text. Columns whose title begins with {@code >} hold numbers; the
 * first column heads its row.
 */
final class HtmlTable {
  private final String[] titles;
  private final StringBuilder rows = new StringBuilder();

  HtmlTable(String... titles) {
    this.titles = titles;
  }

  HtmlTable add(String... cells) {
    rows.append("<tr>");
    for (int i = 0; i < cells.length; i++) {
      String opening = i == 0 ? "<th scope=\"row\"" : "<td";
      String closing = i == 0 ? "</th>" : "</td>";
      rows.append(opening).append(isNumber(i) ? " class=\"number\">" : ">");
      rows.append(Html.escape(cells[i])).append(closing);
    }
    rows.append("</tr>\n");
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table, in a box that scrolls on its own when the window is too narrow for it. */
  String html(String caption) {
    StringBuilder html = new StringBuilder("<div class=\"table\" tabindex=\"0\"><table><caption>");
    html.append(Html.escape(caption)).append("</caption>\n<thead><tr>");
    for (int i = 0; i < titles.length; i++) {
      html.append("<th scope=\"col\"").append(isNumber(i) ? " class=\"number\">" : ">");
      html.append(Html.escape(isNumber(i) ? titles[i].substring(1) : titles[i])).append("</th>");
    }
    return html.append("</tr></thead>\n<tbody>\n")
        .append(rows)
        .append("</tbody></table></div>\n")
        .toString();
  }

  private boolean isNumber(int column) {
    return titles[column].startsWith(">");
  }
}

package dev.ferry.server.model;

/**
 * What a node's word on its sessions counts by: they are online as long as it is refreshed. One
 * that lapsed is never good again; its node takes another.
 *
 * @param begunMicros by Redis's clock, since 1970
 * @param node for people
 */
public record Lease(long begunMicros, String node) {

  /**
   * @throws IllegalArgumentException when the text is not what {@link #toString} gives
   */
  public static Lease parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("lease: " + text + " (expected: <microsecond>/<node>)");
    }
    return new Lease(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return begunMicros + "/" + node;
  }
}

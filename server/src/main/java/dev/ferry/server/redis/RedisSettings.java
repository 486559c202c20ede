package dev.ferry.server.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How to reach and use Redis.
 *
 * @param url {@code redis://}, {@code rediss://} or {@code redis-sentinel://}; several nodes of a
 *     Cluster are separated by commas; a secret
 * @param commandTimeout after which a command's outcome is unknown and the client is told {@code
 *     UNAVAILABLE}
 * @param queueMax commands that may wait on a connection; more are refused at once
 */
public record RedisSettings(String url, Duration commandTimeout, int queueMax) {
  /** A comma inside a Sentinel URL separates its Sentinels, and no scheme follows it. */
  private static final String BETWEEN_URLS = ",(?=rediss?://)";

  List<RedisURI> uris() {
    List<RedisURI> uris = Arrays.stream(url.split(BETWEEN_URLS)).map(RedisURI::create).toList();
    uris.forEach(uri -> uri.setTimeout(commandTimeout));
    return uris;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RedisSettings[" + commandTimeout + ", " + queueMax + "]";
  }
}

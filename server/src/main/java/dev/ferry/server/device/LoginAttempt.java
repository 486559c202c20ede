package dev.ferry.server.device;

/**
 * Which try of a client to log in this is. Of two with the same launch the one with the higher
 * number is the later one; of two others that with the higher launch, if the device's clock is to
 * be believed.
 *
 * @param launch one life of the client's process, an unsigned number, higher in each later one; 0
 *     when the client does not say
 * @param number grows within the launch
 */
public record LoginAttempt(long launch, long number) {
  public static final LoginAttempt UNKNOWN = new LoginAttempt(0, 0);
}

package dev.ferry.server.account;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token says.
 *
 * @param device the only device that it is for; empty when it is for any of the user's
 * @param issued when, to the second; 1970 when it does not say
 * @param goodUntil its expiry and the leeway
 * @param operator whether it speaks for whoever runs the service, too
 */
public record Identity(
    UserId user, Optional<DeviceId> device, Instant issued, Instant goodUntil, boolean operator) {}

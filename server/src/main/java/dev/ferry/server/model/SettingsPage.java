package dev.ferry.server.model;

import java.util.List;

/**
 * Settings that were changed since a version, in the order of their versions.
 *
 * @param version up to which this tells everything
 * @param more whether there are later ones
 * @param restarted whether it begins with the first ones, because what was changed since is not
 *     known
 * @param asOf the version that changes after the reading are above
 */
public record SettingsPage(
    List<ConversationSettings> settings,
    long version,
    boolean more,
    boolean restarted,
    long asOf) {}

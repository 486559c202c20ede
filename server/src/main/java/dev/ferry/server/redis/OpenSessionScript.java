package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions.Opening;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** {@code open_session.lua}: one write a login, and the reads beside it. Thread-safe. */
final class OpenSessionScript {
  private static final byte[] NONE = {};
  private static final byte[] NO_ATTEMPT = bytes("-");

  private final Script script;
  private final byte[] run;
  private final byte[] groupsMax;
  private final DeviceStore.Settings settings;
  private final byte[] resumeSeconds;

  OpenSessionScript(RedisLink link, NodeRun run, DeviceStore.Settings settings) {
    this.script = Script.named("open_session", link.batch());
    this.run = run.bytes();
    this.groupsMax = bytes(settings.groupsMax());
    this.settings = settings;
    this.resumeSeconds = bytes(settings.resumeFor().toSeconds());
  }

  /**
   * @param fresh the resume token that the session gets
   * @param dead runs of nodes whose sessions count no longer
   */
  CompletionStage<List<Object>> run(Opening opening, byte[] fresh, Collection<String> dead) {
    UserId user = opening.user();
    SessionPolicy.Rule rule = settings.policy().of(opening.platform());
    Credential credential = opening.credential();
    boolean verified = credential instanceof Credential.Verified;
    return script.run(
        new byte[][] {
          Keys.devices(user),
          Keys.groups(user),
          Keys.index(user),
          Keys.sessions(user),
          Keys.revoked(user),
          Keys.channel(user),
          Keys.privacy(user),
          Keys.settingsVersions(user)
        },
        bytes(opening.device().value()),
        DeviceStore.REMEMBERED,
        DeviceStore.KEPT_SECONDS,
        groupsMax,
        bytes(opening.since()),
        bytes(opening.limit()),
        bytes(opening.platform().word()),
        bytes(opening.name().value()),
        run,
        verified ? bytes(((Credential.Verified) credential).issuedSecond()) : NONE,
        verified ? bytes(((Credential.Verified) credential).goodUntilMs()) : NONE,
        verified ? NONE : ResumeTokens.hash(((Credential.Resumed) credential).token()),
        ResumeTokens.hash(fresh),
        resumeSeconds,
        bytes(rule.sessionsMax()),
        bytes(rule.beyond().name().toLowerCase(Locale.ROOT)),
        words(rule.excludes().stream().map(Platform::word).toList()),
        words(dead),
        attempt(opening.attempt()));
  }

  private static byte[] attempt(LoginAttempt attempt) {
    return attempt.launch() == 0
        ? NO_ATTEMPT
        : bytes(Long.toUnsignedString(attempt.launch()) + ':' + attempt.number());
  }

  /** Each between blanks, as the script looks for them. */
  private static byte[] words(Collection<String> words) {
    return bytes(" " + String.join(" ", words) + " ");
  }
}

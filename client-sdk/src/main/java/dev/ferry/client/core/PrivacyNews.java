package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.protocol.v1.PrivacyChanged;

/**
 * What the app hears of changes of the user's privacy. A push may be missed; that there was one the
 * version says at each login, and is asked for whenever pushes may have been missed. This client's
 * own changes are not taken off it, because behind one of them another device's may hide.
 */
final class PrivacyNews {
  private final Effects effects;
  private final Questions questions;

  /** The newest version that the app was told of. */
  private long told;

  /** Whether the version is being asked for. */
  private boolean asking;

  PrivacyNews(Effects effects, Questions questions) {
    this.effects = effects;
    this.questions = questions;
  }

  /** The version at a login, or later. */
  void version(long version) {
    if (version > told) {
      told = version;
      effects.privacy(PrivacyChange.of(version));
    }
  }

  /**
   * Pushes may have been missed. Who never had anything to hear of does not ask, so that those who
   * block nobody cost nothing when a node sends all its clients to compare; the first change of all
   * waits for the next login then, if its push is missed.
   */
  void compare(long nowMs) {
    if (told > 0 && !asking) {
      asking = true;
      questions.ask(PrivacyQuestions.settings(), new Versions(), nowMs);
    }
  }

  void push(PrivacyChanged changed) {
    told = Math.max(told, changed.getVersion());
    switch (changed.getChangeCase()) {
      case BLOCKED:
        effects.privacy(PrivacyChange.blocked(changed.getVersion(), changed.getBlocked()));
        break;
      case UNBLOCKED:
        effects.privacy(PrivacyChange.unblocked(changed.getVersion(), changed.getUnblocked()));
        break;
      case WHO_MAY_WRITE:
        effects.privacy(
            PrivacyChange.writers(
                changed.getVersion(), PrivacyQuestions.writers(changed.getWhoMayWrite())));
        break;
      default:
        // A change newer than this client.
        effects.privacy(PrivacyChange.of(changed.getVersion()));
        break;
    }
  }

  private final class Versions implements Answer<PrivacySettings> {
    @Override
    public void answered(PrivacySettings settings) {
      asking = false;
      version(settings.version());
    }

    @Override
    public void failed(FerryException reason) {
      asking = false;
    }
  }
}

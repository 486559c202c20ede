package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The app's own questions for pages of a log. */
final class Histories {
  /** Questions without an answer, waiting ones included; more are refused. */
  static final int OPEN_MAX = 256;

  private static final int IN_FLIGHT_MAX = 4;
  private static final long RETRY_BASE_MS = 200;

  private final Effects effects;
  private final Calls calls;
  private final Backoff backoff;
  private final Set<Question> open = new LinkedHashSet<>();
  private final Agenda<Question> agenda = new Agenda<>();
  private int inFlight;

  Histories(Effects effects, Calls calls, Random random) {
    this.effects = effects;
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
  }

  void ask(long call, FetchMessages fetch, long nowMs) {
    if (open.size() >= OPEN_MAX) {
      effects.historyFailed(
          call,
          new FerryException(
              FerryException.Kind.OUTBOX_FULL, "history calls without an answer: " + OPEN_MAX));
      return;
    }
    Question question = new Question(call, fetch);
    open.add(question);
    agenda.put(question, nowMs);
  }

  void pump(long nowMs) {
    while (nextMs() <= nowMs) {
      Question question = agenda.pollDue(nowMs);
      if (question == null) {
        return;
      }
      inFlight++;
      calls.call(ClientFrame.newBuilder().setFetchMessages(question.fetch), question, nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return inFlight < IN_FLIGHT_MAX && calls.room() ? agenda.nextMs() : Long.MAX_VALUE;
  }

  void end(FerryException reason) {
    List<Question> ended = new ArrayList<>(open);
    open.clear();
    for (Question question : ended) {
      agenda.remove(question);
      effects.historyFailed(question.call, reason);
    }
  }

  private final class Question extends Agenda.Item implements Calls.Caller {
    private final long call;
    private final FetchMessages fetch;
    private int failures;

    Question(long call, FetchMessages fetch) {
      this.call = call;
      this.fetch = fetch;
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      inFlight--;
      if (answer.getBodyCase() != ServerFrame.BodyCase.MESSAGE_PAGE) {
        agenda.put(this, nowMs);
        throw new MalformedFrameException("answer to a fetch: " + answer.getBodyCase());
      }
      open.remove(this);
      effects.history(call, Wire.history(answer.getMessagePage()));
    }

    @Override
    public void refused(Error error, long nowMs) {
      inFlight--;
      if (error.getDuty() == Duty.FIX) {
        open.remove(this);
        effects.historyFailed(call, Wire.exception(error));
      } else {
        agenda.put(this, nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++));
      }
    }

    @Override
    public void lost(long nowMs) {
      inFlight--;
      agenda.put(this, nowMs);
    }
  }
}

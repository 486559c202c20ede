package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import dev.ferry.server.model.RefusedException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * One Lua script under {@code resources/lua}, called by its digest; sent whole when a Redis does
 * not have it yet, which is after each restart or failover. Thread-safe.
 */
final class Script {
  private static final Pattern WITH =
      Pattern.compile("^( *)-- with (part/\\w+)$", Pattern.MULTILINE);

  private final Batch batch;
  private final byte[] text;
  private final String digest;

  private Script(Batch batch, byte[] text) {
    this.batch = batch;
    this.text = text;
    this.digest = batch.commands().digest(text);
  }

  /** The script in {@code lua/<name>.lua}. */
  static Script named(String name, Batch batch) {
    return new Script(batch, read(name).getBytes(UTF_8));
  }

  static Script of(String text, Batch batch) {
    return new Script(batch, text.getBytes(UTF_8));
  }

  /**
   * The script's text, each line {@code -- with <part>} replaced by that part, and without
   * functions that nothing names. Within a branch such a line is indented: the part's functions,
   * all of them, are made only where the script takes that branch.
   */
  static String read(String name) {
    return UnusedFunctions.dropFrom(whole(name));
  }

  private static String whole(String name) {
    return WITH.matcher(file(name))
        .replaceAll(with -> quoteReplacement(whole(with.group(2)).indent(with.group(1).length())));
  }

  private static String file(String name) {
    try (InputStream in = Script.class.getResourceAsStream("/lua/" + name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("no script lua/" + name + ".lua");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the script. A script that Redis did not have was not run, so to send it then runs it once.
   */
  CompletionStage<List<Object>> run(byte[][] keys, byte[]... arguments) {
    return runIfLoaded(keys, arguments)
        .exceptionallyCompose(
            failure ->
                isNotLoaded(failure)
                    ? runWhole(keys, arguments)
                    : CompletableFuture.failedStage(failure));
  }

  /** Runs the script if Redis has it; else fails so that {@link #isNotLoaded}. */
  CompletionStage<List<Object>> runIfLoaded(byte[][] keys, byte[]... arguments) {
    CompletionStage<List<Object>> reply =
        batch.commands().evalsha(digest, ScriptOutputType.MULTI, keys, arguments);
    batch.leave();
    return reply;
  }

  private CompletionStage<List<Object>> runWhole(byte[][] keys, byte[]... arguments) {
    CompletionStage<List<Object>> reply =
        batch.commands().eval(text, ScriptOutputType.MULTI, keys, arguments);
    batch.leave();
    return reply;
  }

  static boolean isNotLoaded(Throwable failure) {
    return RefusedException.causeOf(failure) instanceof RedisNoScriptException;
  }
}

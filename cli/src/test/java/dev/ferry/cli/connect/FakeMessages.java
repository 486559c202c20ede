package dev.ferry.cli.connect;

import dev.ferry.client.MessageContent;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Operations without a server: keeps what was asked; the test answers. */
public final class FakeMessages implements InvocationHandler {
  public final List<String> asked = new ArrayList<>();
  public CompletableFuture<SendReceipt> answer = new CompletableFuture<>();

  Messages messages() {
    return (Messages)
        Proxy.newProxyInstance(
            Messages.class.getClassLoader(), new Class<?>[] {Messages.class}, this);
  }

  public static SendReceipt receipt(long seq) {
    return new SendReceipt(new UUID(0, 1), "d/alice/bob", 1, seq, 1000);
  }

  /** Also what has a default, such as an answer: it is what the app asked. */
  @Override
  public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    StringBuilder words = new StringBuilder(method.getName());
    for (Object argument : arguments == null ? new Object[0] : arguments) {
      words
          .append(' ')
          .append(argument instanceof MessageContent content ? content.text() : argument);
    }
    asked.add(words.toString());
    boolean silent = method.getName().equals("clear") || method.getName().equals("deleteForMe");
    return silent ? answer.thenAccept(receipt -> {}) : answer;
  }
}

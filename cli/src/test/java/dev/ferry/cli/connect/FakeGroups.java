package dev.ferry.cli.connect;

import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Groups without a server: keeps what was asked, and answers what the test put in line. */
public final class FakeGroups implements InvocationHandler {
  public final List<String> asked = new ArrayList<>();
  public final Deque<CompletableFuture<?>> answers = new ArrayDeque<>();

  Groups groups() {
    return as(Groups.class);
  }

  /** The same for other things that are asked of a server. */
  <T> T as(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /** The next answer. */
  public void answer(Object value) {
    answers.add(CompletableFuture.completedFuture(value));
  }

  public static GroupReceipt receipt(long seq, boolean pending) {
    return new GroupReceipt("g/team", 1, seq, 1000, pending);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    asked.add(method.getName() + (arguments == null ? "[]" : Arrays.toString(arguments)));
    CompletableFuture<?> answer = answers.poll();
    return answer != null ? answer : new CompletableFuture<>();
  }
}

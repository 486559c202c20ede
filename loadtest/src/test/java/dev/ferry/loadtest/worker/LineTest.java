package dev.ferry.loadtest.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.loadtest.ledger.Head;
import dev.ferry.loadtest.scenario.Assignment;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.Share;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  private static final String SECRET = "not to be seen";

  private static Fields carried(Map<String, Object> fields) throws IOException {
    String text = new Line(Verb.ASSIGN, 7, fields).text();
    assertFalse(text.contains("\n"), text);
    Line line = Line.parse(text);
    assertEquals(Verb.ASSIGN, line.verb());
    assertEquals(7, line.request());
    return new Fields(line.fields());
  }

  @Test
  void orderArrivesAsItWas() throws IOException {
    URI server = URI.create("tcp://127.0.0.1:1");
    Order order =
        new Order(
            Scenario.read("group", Map.of("members", "7", "node-settings", "a.b = \"c\\nd\"")),
            new Assignment(
                "run", -5, Long.MIN_VALUE, true, false, List.of(server), Map.of(server, "n1")),
            new Share(1, 2),
            SECRET);
    Order arrived = Order.of(carried(order.fields()));
    assertEquals(order.assignment(), arrived.assignment());
    assertEquals(order.share(), arrived.share());
    assertEquals(SECRET, arrived.secret());
    assertEquals("group", arrived.scenario().name());
    assertEquals(order.scenario().settings(), arrived.scenario().settings());
    assertEquals(7, arrived.scenario().workloads().get(0).count("members"));
  }

  @Test
  void secretIsNotInWhatIsPrinted() throws IOException {
    Line line = new Line(Verb.ASSIGN, 1, Map.of("secret", SECRET));
    assertFalse(line.toString().contains(SECRET));
    String broken = line.text().substring(0, line.text().length() - 1);
    IOException complaint = assertThrows(IOException.class, () -> Line.parse(broken));
    assertFalse(complaint.toString().contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"verb\":\"fly\",\"request\":1,\"fields\":{}}",
        "{\"verb\":\"done\",\"request\":\"1\",\"fields\":{}}",
        "{\"verb\":\"done\",\"request\":1,\"fields\":3}"
      })
  void whatIsNoLineIsRefused(String text) {
    assertThrows(IOException.class, () -> Line.parse(text));
  }

  @Test
  void complaintsOfFieldsNameThem() throws IOException {
    Fields fields = carried(Map.of("flight", "5"));
    for (String key : List.of("flight", "at")) {
      Exception complaint = assertThrows(IllegalArgumentException.class, () -> fields.number(key));
      assertEquals(key, String.valueOf(complaint.getMessage()).split(":")[0]);
    }
  }

  @Test
  void headsArriveAndTheNewestCounts() throws IOException {
    Map<String, Head> one = Map.of("g/a", new Head(1, 9), "g/b", new Head(1_700_000_000_000L, 4));
    Map<String, Head> other = Map.of("g/a", new Head(2, 3), "g/b", new Head(1_700_000_000_000L, 5));
    Map<String, Head> arrived = HeadsForm.of(carried(HeadsForm.fields(one, Map.of("x", 1))));
    assertEquals(one, arrived);
    assertEquals(other, HeadsForm.newest(List.of(other, arrived)));
  }
}

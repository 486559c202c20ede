package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.scenario.Assignment;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.Share;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a worker must know to begin, as fields of a line.
 *
 * @param secret the key that signs tokens; goes through the pipe only
 */
record Order(Scenario scenario, Assignment assignment, Share share, String secret) {
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", scenario.name());
    fields.put("settings", scenario.rendered());
    fields.put("run", assignment.run());
    fields.put("began_at", assignment.beganAt());
    fields.put("salt", assignment.salt());
    fields.put("may_roll_back", assignment.mayRollBack());
    fields.put("hurt", assignment.hurt());
    fields.put("servers", assignment.servers().stream().map(URI::toString).toList());
    Map<String, String> nodes = new LinkedHashMap<>();
    assignment.nodes().forEach((server, name) -> nodes.put(server.toString(), name));
    fields.put("nodes", nodes);
    fields.put("worker", share.worker());
    fields.put("of", share.of());
    fields.put("secret", secret);
    return fields;
  }

  static Order of(Fields fields) {
    List<URI> servers = fields.texts("servers").stream().map(URI::create).toList();
    Map<URI, String> nodes = new LinkedHashMap<>();
    fields
        .map("nodes", String.class)
        .forEach((server, name) -> nodes.put(URI.create(server), name));
    return new Order(
        Scenario.parse(fields.text("scenario"), fields.text("settings")),
        new Assignment(
            fields.text("run"),
            fields.number("began_at"),
            fields.number("salt"),
            fields.truth("may_roll_back"),
            fields.truth("hurt"),
            servers,
            nodes),
        new Share((int) fields.number("worker"), (int) fields.number("of")),
        fields.text("secret"));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return scenario.name() + ", " + share;
  }
}

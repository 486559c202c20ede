package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.ledger.Head;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of groups, as fields of a line. */
final class HeadsForm {
  private static final String EPOCHS = "epochs";
  private static final String SEQS = "seqs";

  private HeadsForm() {}

  static Map<String, Object> fields(Map<String, Head> heads, Map<String, Object> others) {
    Map<String, Long> epochs = new LinkedHashMap<>();
    Map<String, Long> seqs = new LinkedHashMap<>();
    heads.forEach(
        (group, head) -> {
          epochs.put(group, head.epoch());
          seqs.put(group, head.seq());
        });
    Map<String, Object> fields = new LinkedHashMap<>(others);
    fields.put(EPOCHS, epochs);
    fields.put(SEQS, seqs);
    return fields;
  }

  static Map<String, Head> of(Fields fields) {
    Map<String, Number> seqs = fields.map(SEQS, Number.class);
    Map<String, Head> heads = new HashMap<>();
    fields
        .map(EPOCHS, Number.class)
        .forEach(
            (group, epoch) ->
                heads.put(
                    group, new Head(epoch.longValue(), seqs.getOrDefault(group, 0).longValue())));
    return heads;
  }

  /** The newest that any of them knows. */
  static Map<String, Head> newest(List<Map<String, Head>> all) {
    Map<String, Head> newest = new HashMap<>();
    all.forEach(heads -> heads.forEach((group, head) -> newest.merge(group, head, Head::max)));
    return newest;
  }
}

package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Label sets beyond those that are kept as texts. */
class LabelEditsTest {
  private static final int OFFSET = 7;

  /** A raw label set with what stands around it in a line, and what was made of it. */
  private static final class Made {
    private final byte[] buffer;
    private final int length;
    private final LabelEdit edit = new LabelEdit();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Made(Random random) {
      length = 20 + random.nextInt(400); // none is another by chance
      buffer = new byte[OFFSET + length + 5];
      random.nextBytes(buffer);
      for (int at = 0; at < length; ) {
        int some = 1 + random.nextInt(length - at);
        switch (random.nextInt(3)) {
          case 0 -> { // left out
          }
          case 1 -> insert(random.nextInt(300), random);
          default -> {
            edit.copied(OFFSET + at, some);
            written.write(buffer, OFFSET + at, some);
          }
        }
        at += some;
      }
    }

    private void insert(int length, Random random) {
      byte[] token = new byte[length];
      random.nextBytes(token);
      edit.inserted(length);
      written.writeBytes(token);
    }

    void putInto(LabelEdits edits) {
      edits.put(buffer, OFFSET, length, edit, written.toByteArray());
    }

    byte[] foundIn(LabelEdits edits) {
      return edits.find(buffer, OFFSET, length);
    }
  }

  @Property(tries = 50)
  void whatWasMadeIsMadeAgainToTheByte(@ForAll long seed) {
    LabelEdits edits = new LabelEdits(1 << 24);
    List<Made> all = some(500, seed);
    all.forEach(made -> assertThat(made.foundIn(edits)).isNull());
    all.forEach(made -> made.putInto(edits));
    all.forEach(made -> assertThat(made.foundIn(edits)).isEqualTo(made.written.toByteArray()));
    some(500, ~seed).forEach(other -> assertThat(other.foundIn(edits)).isNull());
  }

  @Test
  void whatHasGoneOutOfUseMakesRoom() {
    LabelEdits edits = new LabelEdits(200_000);
    List<Made> old = some(2000, 1);
    old.forEach(made -> made.putInto(edits));
    int kept = edits.size();
    assertThat(kept).isBetween(100, 1999);
    List<Made> found = old.stream().filter(made -> made.foundIn(edits) != null).toList();
    assertThat(found).hasSize(kept);
    found.forEach(made -> assertThat(made.foundIn(edits)).isEqualTo(made.written.toByteArray()));
    List<Made> fresh = some(200, 2);
    while (fresh.get(0).foundIn(edits) == null) {
      fresh.forEach(made -> made.putInto(edits));
    }
    assertThat(old).allMatch(made -> made.foundIn(edits) == null);
  }

  @Test
  void rewriterWithLittleRoomWritesWhatOneWithAllOfItWrites() {
    Dictionary dictionary = new Dictionary();
    ObfuscationRules rules = new ObfuscationRules(true, true, Set.of("pod"), Set.of("az", "zone"));
    LabelRewriter narrow = new LabelRewriter(dictionary, rules, 400_000);
    LabelRewriter roomy = new LabelRewriter(dictionary, rules, 1 << 24);
    List<byte[]> sets = IntStream.range(0, 2000).mapToObj(LabelEditsTest::labelSet).toList();
    for (int pass = 0; pass < 3; pass++) {
      for (byte[] set : sets) {
        assertThat(new String(narrow.rewrite(set, 0, set.length), StandardCharsets.UTF_8))
            .isEqualTo(new String(roomy.rewrite(set, 0, set.length), StandardCharsets.UTF_8))
            .doesNotContain("10.1.", "secret-pod", "zone");
      }
    }
    assertThat(narrow.report()).isEqualTo(roomy.report());
    assertThat(narrow.edited()).isPositive();
    assertThat(roomy.edited()).isZero();
  }

  private static byte[] labelSet(int i) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("az", "zone-" + i % 5);
    labels.put("__name__", "up_" + i % 10);
    labels.put("instance", "10.1.0." + i % 250 + ":9100");
    labels.put("job", "shop-\u00e9-" + i % 7);
    labels.put("note", i % 3 == 0 ? "runs on 10.1.0." + i % 250 + " \"today\"" : "\\quiet");
    labels.put("pod", "secret-pod-" + i);
    labels.put("zone", "zone-" + i % 3);
    return Rewriting.json(labels).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Made> some(int count, long seed) {
    Random random = new Random(seed);
    List<Made> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Made(random));
    }
    return all;
  }
}

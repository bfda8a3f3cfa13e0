package dev.vecurrent.internal.op.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Each operator of the catalogue on inputs of any rank, shape, type and elements, with attributes
 * that fit and others: it answers, or says why not in an {@link IllegalArgumentException}. What is
 * known of the inputs before the run, and which of them are packed, changes neither bits nor shape.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EveryOperatorTest {

  private static final int ROUNDS = Integer.getInteger("vecurrent.forms", 150);

  private static final int MOST_ROUNDS = 100 * ROUNDS;

  /** Operators that are always refused. */
  private static final Set<String> REFUSED = Set.of("ATen", "GRUUnit");

  @TestFactory
  List<DynamicTest> answersOrSaysWhyNot() {
    long seed = Seeds.of(EveryOperatorTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    for (String operator : Operators.names()) {
      tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, seed)));
    }
    return tests;
  }

  private static void check(String operator, long seed) {
    if (REFUSED.contains(operator)) {
      return;
    }
    int answers = 0;
    // Few nodes of some operators fit together; those are drawn until one does.
    for (int round = 0; round < ROUNDS || (answers == 0 && round < MOST_ROUNDS); round++) {
      AnyNode node = new AnyNode(operator, Seeds.random(seed * 31 + operator.hashCode() + round));
      answers += node.check(false) ? 1 : 0;
    }
    assertThat(answers).as("answers of %s", operator).isPositive();
  }

  @TestFactory
  List<DynamicTest> nothingToComputeTakesNoTime() {
    long seed = Seeds.of(EveryOperatorTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    for (String operator : Operators.names()) {
      tests.add(
          DynamicTest.dynamicTest(
              operator,
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  long at = seed * 37 + operator.hashCode() + round;
                  new AnyNode(operator, Seeds.random(at)).check(true);
                }
              }));
    }
    return tests;
  }
}

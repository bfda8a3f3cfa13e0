package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import dev.vecurrent.testing.Allowed;
import dev.vecurrent.testing.FuzzBytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A model of a stranger from its bytes to its answers: read, compiled, described and run on inputs
 * of two sizes. A call that follows another, or one that failed, must answer as one that does not.
 */
final class ModelCase {

  private static final ImportLimits LIMITS =
      ImportLimits.defaults()
          .withFileBytes(1 << 20)
          .withFields(50_000)
          .withNodes(500)
          .withTensors(500)
          .withTensorBytes(16 << 20);

  private static final CompileOptions OPTIONS =
      CompileOptions.defaults()
          .withFoldedBytes(4 << 20)
          .withCompileBytes(64 << 20)
          .withValueBytes(16 << 20)
          .withSessionBytes(64 << 20);

  /** Together less than a case may take. */
  private static final CallLimits COMPILING = CallLimits.within(Duration.ofMillis(800));

  private static final CallLimits CALLING = CallLimits.within(Duration.ofMillis(300));

  private ModelCase() {}

  /** Tries a model; {@code bytes} choose inputs and how it is run. */
  static void run(byte[] file, FuzzBytes bytes) {
    Model model =
        Model.compile(
            OnnxImporter.read(file, "fuzz.onnx", LIMITS),
            OPTIONS.withVector(bytes.oneIn(16)),
            COMPILING);
    String described = model.plan() + " " + model.nodes() + model.notes() + model.randomOutputs();
    if (described.isEmpty()) {
      throw new AssertionError("describes nothing");
    }
    Optional<Map<String, Value>> first = new MadeUpValues(bytes).of(model.inputs());
    Optional<Map<String, Value>> second = new MadeUpValues(bytes).of(model.inputs());
    if (first.isEmpty()) {
      return;
    }
    Session session = model.newSession();
    Outcome fresh = call(session, first.get());
    second.ifPresent(values -> call(session, values));
    Outcome again = call(session, first.get());
    if (fresh.answers == null && again.answers == null && fresh.refusal != null) {
      throw fresh.refusal;
    }
    if (!fresh.ended() && !again.ended() && !fresh.sameAs(again)) {
      throw new AssertionError("the same call ends in " + fresh + ", then in " + again);
    }
  }

  private static Outcome call(Session session, Map<String, Value> inputs) {
    session.seed(1);
    try {
      return new Outcome(session.runValues(inputs, CALLING), null);
    } catch (RuntimeException e) {
      if (Allowed.is(e)) {
        return new Outcome(null, e);
      }
      throw e;
    }
  }

  /** How a call ended: with answers or with a refusal. */
  private record Outcome(Map<String, Value> answers, RuntimeException refusal) {

    /** Whether that depends on what else there was: the time, or scratch of an earlier call. */
    boolean ended() {
      return refusal instanceof CallEndedException || refusal instanceof LimitExceededException;
    }

    boolean sameAs(Outcome other) {
      return answers != null
          && other.answers != null
          && answers.keySet().stream()
              .allMatch(name -> same(answers.get(name), other.answers.get(name)));
    }
  }

  private static boolean same(Value a, Value b) {
    return switch (a) {
      case Tensor tensor -> sameTensors(tensor, (Tensor) b);
      case TensorSequence sequence -> {
        TensorSequence other = (TensorSequence) b;
        boolean same = sequence.size() == other.size();
        for (int i = 0; same && i < sequence.size(); i++) {
          same = sameTensors(sequence.get(i), other.get(i));
        }
        yield same;
      }
      case OptionalValue optional -> {
        OptionalValue other = (OptionalValue) b;
        yield optional.isPresent() == other.isPresent()
            && (!optional.isPresent() || same(optional.get(), other.get()));
      }
    };
  }

  private static boolean sameTensors(Tensor a, Tensor b) {
    if (a.type() != b.type() || !a.sameShape(b)) {
      return false;
    }
    int size = a.size();
    return switch (a.storage()) {
      case float[] some -> Arrays.equals(some, 0, size, b.floats(), 0, size);
      case double[] some -> Arrays.equals(some, 0, size, b.doubles(), 0, size);
      case long[] some -> Arrays.equals(some, 0, size, b.longs(), 0, size);
      case int[] some -> Arrays.equals(some, 0, size, b.ints(), 0, size);
      case short[] some -> Arrays.equals(some, 0, size, b.shorts(), 0, size);
      case byte[] some -> Arrays.equals(some, 0, size, b.bytes(), 0, size);
      case boolean[] some -> Arrays.equals(some, 0, size, b.booleans(), 0, size);
      case String[] some -> Arrays.equals(some, 0, size, b.strings(), 0, size);
      default -> throw new AssertionError("an array of another kind: " + a);
    };
  }
}

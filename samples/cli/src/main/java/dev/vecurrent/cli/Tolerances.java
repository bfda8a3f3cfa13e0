package dev.vecurrent.cli;

import dev.vecurrent.tensor.ElementType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far elements may be from what they should be: {@code |a - b| <= atol + rtol |b|}, with bounds
 * by element type.
 *
 * <p>By default floats may differ by the rounding of a model of some layers in that type; integers,
 * truth values and text must be equal. An index that is off by one is another index, however large.
 */
final class Tolerances {

  /** A relative and an absolute bound. */
  private record Bound(double rtol, double atol) {

    static final Bound EXACT = new Bound(0, 0);

    @Override
    public String toString() {
      return this.equals(EXACT)
          ? "exact"
          : String.format(Locale.ROOT, "rtol %s, atol %s", number(rtol), number(atol));
    }

    private static String number(double number) {
      return Double.toString(number).replaceFirst("\\.0(?=E|$)", "").replace("E", "e");
    }
  }

  /** The bound of ONNX's own runner, for numbers of all types. */
  private static final Bound ONNX = new Bound(1e-3, 1e-7);

  private static final Map<ElementType, Bound> DEFAULTS =
      new EnumMap<>(
          Map.of(
              ElementType.FLOAT32, new Bound(1e-4, 1e-5),
              ElementType.FLOAT64, new Bound(1e-7, 1e-7),
              ElementType.FLOAT16, new Bound(5e-3, 1e-3),
              ElementType.BFLOAT16, new Bound(2e-2, 1e-2)));

  private final Map<ElementType, Bound> bounds = new EnumMap<>(ElementType.class);

  private Tolerances() {}

  /** What ONNX's own runner takes, for its backend cases. */
  static Tolerances onnx() {
    Tolerances tolerances = new Tolerances();
    for (ElementType type : ElementType.values()) {
      boolean number = type != ElementType.BOOL && type != ElementType.STRING;
      tolerances.bounds.put(type, number ? ONNX : Bound.EXACT);
    }
    return tolerances;
  }

  /**
   * The defaults, or what a user asks for instead: for floats of all types, the absolute bound for
   * integers too.
   *
   * @param rtol a relative bound, or null for the defaults
   * @param atol an absolute bound, or null for the defaults
   */
  static Tolerances of(@Nullable Double rtol, @Nullable Double atol) {
    Tolerances tolerances = new Tolerances();
    for (ElementType type : ElementType.values()) {
      Bound bound = DEFAULTS.get(type);
      if (bound != null) {
        tolerances.bounds.put(
            type,
            new Bound(rtol == null ? bound.rtol() : rtol, atol == null ? bound.atol() : atol));
      } else {
        boolean number = type != ElementType.BOOL && type != ElementType.STRING;
        tolerances.bounds.put(
            type, number && atol != null && atol >= 1 ? new Bound(0, atol) : Bound.EXACT);
      }
    }
    return tolerances;
  }

  private Bound bound(ElementType type) {
    return bounds.getOrDefault(type, Bound.EXACT);
  }

  double rtol(ElementType type) {
    return bound(type).rtol();
  }

  double atol(ElementType type) {
    return bound(type).atol();
  }

  /** Types with one bound together, such as {@code float32: rtol 1e-4, atol 1e-5}. */
  Map<String, String> words() {
    Map<Bound, String> types = new LinkedHashMap<>();
    bounds.forEach((type, bound) ->
        types.merge(bound, type.name().toLowerCase(Locale.ROOT), (all, next) -> all + ", " + next));
    Map<String, String> words = new LinkedHashMap<>();
    types.forEach((bound, names) -> words.put(names, bound.toString()));
    return words;
  }

  /** One line for the bounds that matter most. */
  @Override
  public String toString() {
    Bound integers = bound(ElementType.INT64);
    return "float32 within %s; float64 %s; float16 %s; bfloat16 %s; integers %s; other types exact"
        .formatted(
            bound(ElementType.FLOAT32),
            bound(ElementType.FLOAT64),
            bound(ElementType.FLOAT16),
            bound(ElementType.BFLOAT16),
            integers);
  }
}

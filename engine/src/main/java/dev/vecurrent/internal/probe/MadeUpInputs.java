package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Inputs for a model that nobody has given any: of the declared types and shapes, in a few sizes.
 *
 * <p>A dimension that is not fixed is 1 or {@link #SEVERAL}. Floats are between -1 and 1, sequences
 * as long as they can be, everything else is 0 or false: an index that every table has; but a
 * sampling rate is 16,000, of whatever type. Text is a key of the first table that reads it.
 */
final class MadeUpInputs {

  /** Enough rows for the largest register tile, and steps enough for tiles of steps. */
  static final int SEVERAL = 8;

  /** Names of sizes that layers tell, which no symbol in a file can have. */
  private static final String TIME = "\0time";

  private static final String BATCH = "\0batch";

  /** Names of the samples of a second, */
  private static final Set<String> RATES =
      Set.of("sr", "sample_rate", "samplerate", "sampling_rate", "fs");

  /** and what speech models take by custom. */
  private static final int RATE = 16_000;

  private final Compiled compiled;
  private final List<ValueInfo> infos;

  /** For each input and axis, which size it has; equal names are equal sizes. */
  private final List<List<String>> sizeNames = new ArrayList<>();

  /** What a declared symbol is, where layers tell. */
  private final Map<String, String> roles = new HashMap<>();

  private final Set<String> free = new HashSet<>();

  /** The size of the time axis where it is declared; -1 where it is free or not known. */
  private int declaredSteps = -1;

  /** Each free size in each combination, small ones first. */
  private final List<Map<String, Integer>> combinations = new ArrayList<>();

  private MadeUpInputs(Compiled compiled, List<ValueInfo> infos) {
    this.compiled = compiled;
    this.infos = infos;
  }

  /**
   * Inputs for a graph.
   *
   * @throws IllegalArgumentException if an input has no declared rank
   */
  static MadeUpInputs of(Compiled compiled) {
    MadeUpInputs inputs = of(compiled, compiled.graph().inputs());
    inputs.combine();
    return inputs;
  }

  private static MadeUpInputs of(Compiled compiled, List<ValueInfo> infos) {
    MadeUpInputs inputs = new MadeUpInputs(compiled, infos);
    inputs.nameSizes();
    return inputs;
  }

  /** How many combinations of sizes there are. */
  int count() {
    return combinations.size();
  }

  /**
   * Sizes by meaning, for dimensions that are not fixed.
   *
   * @param batch sequences
   * @param time time steps
   * @param other of everything else, such as channels, height and width
   * @param rank of inputs that do not declare one and are not known from what reads them
   * @param blind whether the first free size is the batch's and all others are {@code other},
   *     whatever they mean
   */
  record Guess(int batch, int time, int other, int rank, boolean blind) {

    /** By meaning. */
    Guess(int batch, int time, int other, int rank) {
      this(batch, time, other, rank, false);
    }

    /** Whatever sizes mean. */
    static Guess blind(int first, int others, int rank) {
      return new Guess(first, others, others, rank, true);
    }
  }

  /**
   * Made-up inputs with their sizes.
   *
   * @param tensors one for each input
   * @param sizes of the dimensions that are not fixed, by symbol or by input and axis
   */
  record Made(List<Tensor> tensors, Map<String, Integer> sizes) {

    /** Copies the list. */
    Made {
      tensors = List.copyOf(tensors);
    }
  }

  /**
   * Inputs of chosen sizes.
   *
   * @param chosen sizes by the symbol of a dimension, or by input and axis, such as {@code x.1};
   *     what is not among them is guessed by its meaning: layers tell it first, then the name, then
   *     the place
   * @throws IllegalArgumentException if a name is none of the graph's, a size is not positive, or
   *     an input is a sequence
   */
  static Made of(Compiled compiled, Map<String, Integer> chosen, Guess guess) {
    MadeUpInputs inputs = of(compiled, withRanks(compiled, guess.rank()));
    Map<String, Integer> sizes = new HashMap<>();
    Map<String, Integer> guessed = new HashMap<>();
    Map<String, String> known = new TreeMap<>();
    Set<String> places = new HashSet<>();
    for (int i = 0; i < inputs.infos.size(); i++) {
      List<Dimension> dims = inputs.infos.get(i).shape().orElseThrow();
      for (int axis = 0; axis < dims.size(); axis++) {
        if (dims.get(axis).isFixed()) {
          continue;
        }
        String symbol = dims.get(axis).symbol();
        String place = inputs.infos.get(i).name() + "." + axis;
        String name = symbol.isEmpty() ? place : symbol;
        places.add(place);
        String key = inputs.sizeNames.get(i).get(axis);
        known.putIfAbsent(name, key);
        for (String word : List.of(name, place)) {
          Integer size = chosen.get(word);
          if (size != null) {
            sizes.merge(key, size, Math::max);
          }
        }
        guessed.merge(key, inputs.guess(i, axis, guess), Math::max);
      }
    }
    chosen.forEach((name, size) -> {
      if (!(known.containsKey(name) || places.contains(name)) || size < 1) {
        throw new IllegalArgumentException(
            Printable.lineMessage(
                "size " + name + "=" + size + ": expected 1 or more for one of " + known.keySet()));
      }
    });
    guessed.forEach(sizes::putIfAbsent);
    Map<String, Integer> named = new LinkedHashMap<>();
    known.forEach((name, key) -> named.put(name, sizes.get(key)));
    return new Made(List.of(inputs.get(sizes)), named);
  }

  /** The graph's inputs, those of unknown rank with one: from what reads them, or a guess. */
  private static List<ValueInfo> withRanks(Compiled compiled, int rank) {
    return compiled.graph().inputs().stream()
        .map(info -> {
          if (info.shape().isPresent() || info.isSequence()) {
            return info;
          }
          int known = InputReaders.rank(compiled.graph(), info.name());
          List<Dimension> dims =
              Collections.nCopies(known < 0 ? rank : known, Dimension.symbol(""));
          return new ValueInfo(info.name(), info.type(), Optional.of(dims));
        })
        .toList();
  }

  private int guess(int input, int axis, Guess guess) {
    ValueInfo info = infos.get(input);
    int wanted = InputReaders.size(compiled.graph(), info.name(), axis);
    if (wanted > 0) {
      return wanted;
    }
    String key = sizeNames.get(input).get(axis);
    if (guess.blind()) {
      return key.equals(freeSizes().getFirst()) ? guess.batch() : guess.other();
    }
    if (key.equals(TIME) || key.equals(BATCH)) {
      return key.equals(TIME) ? guess.time() : guess.batch();
    }
    Dimension dim = info.shape().orElseThrow().get(axis);
    boolean isNamed = !dim.symbol().isEmpty();
    if (isNamed ? dim.isNamedAsBatch() : isBatchByPlace(info, axis)) {
      return guess.batch();
    }
    return (isNamed ? dim.isNamedAsTime() : isTimeByPlace(info, axis))
        ? guess.time()
        : guess.other();
  }

  /** Most exporters write the batch first. */
  private static boolean isBatchByPlace(ValueInfo info, int axis) {
    return axis == 0 && info.shape().orElseThrow().size() > 1;
  }

  /** Of sequences the steps come after the batch. */
  private static boolean isTimeByPlace(ValueInfo info, int axis) {
    int rank = info.shape().orElseThrow().size();
    boolean tokens = info.type() == ElementType.INT64 || info.type() == ElementType.INT32;
    return axis == 1 && (rank == 3 || (rank == 2 && tokens));
  }

  private void nameSizes() {
    for (ValueInfo info : infos) {
      if (info.isSequence() || info.isOptional()) {
        String kind = info.isSequence() ? "sequences" : "optional values";
        throw new IllegalArgumentException("input " + info + ": no " + kind + " are made up");
      }
      List<Dimension> dims =
          info.shape()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "input " + info + ": no rank is declared, so no values are made up"));
      List<String> names = new ArrayList<>();
      for (int axis = 0; axis < dims.size(); axis++) {
        Dimension dim = dims.get(axis);
        String role = role(info, axis);
        boolean named = !dim.symbol().isEmpty();
        if (role != null && named) {
          roles.putIfAbsent(dim.symbol(), role);
        }
        if (TIME.equals(role) && dim.isFixed()) {
          declaredSteps = dim.size();
        }
        names.add(role != null ? role : named ? dim.symbol() : info.name() + "\0" + axis);
      }
      sizeNames.add(names);
    }
    for (int i = 0; i < infos.size(); i++) {
      List<Dimension> dims = infos.get(i).shape().orElseThrow();
      sizeNames.get(i).replaceAll(name -> roles.getOrDefault(name, name));
      for (int axis = 0; axis < dims.size(); axis++) {
        if (!dims.get(axis).isFixed()) {
          free.add(sizeNames.get(i).get(axis));
        }
      }
    }
  }

  private @Nullable String role(ValueInfo info, int axis) {
    InputRole role = compiled.roleOf(info.name());
    return axis == role.timeAxis() ? TIME : axis == role.batchAxis() ? BATCH : null;
  }

  private boolean isLengths(ValueInfo info) {
    return compiled.roleOf(info.name()).kind() == InputRole.Kind.LENGTHS;
  }

  /** Names of the sizes that are not fixed: those that layers know first. */
  private List<String> freeSizes() {
    List<String> names = new ArrayList<>();
    for (List<String> axes : sizeNames) {
      for (String name : axes) {
        if (free.contains(name) && !names.contains(name)) {
          names.add(name.charAt(0) == 0 ? 0 : names.size(), name);
        }
      }
    }
    return names;
  }

  /** Each combination of the first two sizes, the others 1; then all sizes several. */
  private void combine() {
    List<String> names = freeSizes();
    int few = Math.min(2, names.size());
    for (int bits = 0; bits < 1 << few; bits++) {
      Map<String, Integer> sizes = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        sizes.put(names.get(i), i < few && (bits >> i & 1) != 0 ? SEVERAL : 1);
      }
      combinations.add(sizes);
    }
    if (few < names.size()) {
      Map<String, Integer> sizes = new HashMap<>();
      names.forEach(name -> sizes.put(name, SEVERAL));
      combinations.add(sizes);
    }
  }

  /**
   * The inputs of one combination.
   *
   * @param index in {@code [0, count)}
   * @throws IllegalArgumentException if one is too large to make up
   */
  Tensor[] get(int index) {
    return get(combinations.get(index));
  }

  private Tensor[] get(Map<String, Integer> sizes) {
    int steps = declaredSteps >= 0 ? declaredSteps : steps(sizes);
    Tensor[] tensors = new Tensor[infos.size()];
    for (int i = 0; i < tensors.length; i++) {
      ValueInfo info = infos.get(i);
      int[] shape = shape(i, sizes);
      long bytes = info.type().bytes();
      for (int dim : shape) {
        bytes = Math.min(bytes * Math.max(1, dim), Long.MAX_VALUE >> 32);
      }
      if (bytes > compiled.valueBytes()) {
        throw new IllegalArgumentException(
            "input "
                + info
                + ": more than "
                + compiled.valueBytes()
                + " bytes (limit: valueBytes; raise it with CompileOptions.withValueBytes or"
                + " --limit-value-bytes)");
      }
      tensors[i] = Tensor.zeros(info.type(), shape);
      fill(tensors[i], isLengths(info) ? steps : usualNumber(info.name()));
      if (info.type() == ElementType.STRING) {
        Arrays.fill(tensors[i].strings(), TextKeys.of(compiled.graph(), info.name()));
      }
    }
    return tensors;
  }

  /** The time steps: of what layers read, or else of the first dimension that has such a name. */
  private int steps(Map<String, Integer> sizes) {
    Integer known = sizes.get(TIME);
    if (known != null) {
      return known;
    }
    for (int i = 0; i < infos.size(); i++) {
      List<Dimension> dims = infos.get(i).shape().orElseThrow();
      for (int axis = 0; axis < dims.size(); axis++) {
        if (dims.get(axis).isNamedAsTime()) {
          return sizes.getOrDefault(sizeNames.get(i).get(axis), 1);
        }
      }
    }
    return 1;
  }

  private int[] shape(int input, Map<String, Integer> sizes) {
    List<Dimension> dims = infos.get(input).shape().orElseThrow();
    int[] shape = new int[dims.size()];
    for (int axis = 0; axis < shape.length; axis++) {
      Dimension dim = dims.get(axis);
      String name = sizeNames.get(input).get(axis);
      shape[axis] = dim.isFixed() ? dim.size() : sizes.getOrDefault(name, 1);
    }
    return shape;
  }

  /** Fills a tensor with a number; of 0, floats become noise instead. */
  private static void fill(Tensor tensor, int number) {
    switch (tensor.type()) {
      case FLOAT32 -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.floats()[i] = number == 0 ? (float) noise(i) : number;
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.doubles()[i] = number == 0 ? noise(i) : number;
        }
      }
      case INT32 -> Arrays.fill(tensor.ints(), number);
      case INT64 -> Arrays.fill(tensor.longs(), number);
      default -> {
        // Zeros, as they are.
      }
    }
  }

  /** What models expect of a number with such a name; 0 where there is no custom. */
  private static int usualNumber(String name) {
    return RATES.contains(name.toLowerCase(Locale.ROOT)) ? RATE : 0;
  }

  /** Numbers from -1 to 1 that look like noise. */
  private static double noise(int i) {
    return (i * 0x9E3779B9) * 0x1p-31;
  }
}

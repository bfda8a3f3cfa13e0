package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of a value: factors in their order, the outermost first, at least one. A factor of size 1
 * may stand among others: a squeeze leaves it, so that a later axis of size 1 gets its labels back.
 */
record Axis(List<Factor> factors) {

  Axis {
    factors = List.copyOf(factors);
  }

  static Axis of(Factor factor) {
    return new Axis(List.of(factor));
  }

  /** An axis along which nothing of an input runs. */
  static Axis plain(int size, Steps steps) {
    return of(new Factor(Labels.NONE, size, size == 1 ? Steps.ALONE : steps));
  }

  /** Axes that a reshape made one. */
  static Axis merged(List<Axis> axes) {
    List<Factor> all = new ArrayList<>();
    for (Axis axis : axes) {
      for (Factor factor : axis.factors) {
        if (factor.isLabelled() || !factor.isUnit()) {
          all.add(factor);
        }
      }
    }
    return all.isEmpty() ? plain(1, Steps.ALONE) : new Axis(all);
  }

  boolean isUnit() {
    for (Factor factor : factors) {
      if (!factor.isUnit()) {
        return false;
      }
    }
    return true;
  }

  boolean isLabelled() {
    for (Factor factor : factors) {
      if (factor.isLabelled()) {
        return true;
      }
    }
    return false;
  }

  /** The size, {@link Fact#UNKNOWN} where it is not known. */
  int size() {
    int symbol = 1;
    long known = 1;
    for (Factor factor : factors) {
      if (factor.size() < 0 && symbol < 0) {
        return Fact.UNKNOWN;
      }
      symbol = factor.size() < 0 ? factor.size() : symbol;
      known = factor.size() < 0 ? known : Shapes.times(known, factor.size());
    }
    if (symbol < 0) {
      return known == 1 ? symbol : Fact.UNKNOWN;
    }
    return known > Integer.MAX_VALUE ? Fact.UNKNOWN : (int) known;
  }

  int[] labels() {
    int[] all = Labels.NONE;
    for (Factor factor : factors) {
      all = Labels.union(all, factor.labels());
    }
    return all;
  }

  /** The outermost factor with labels, of those longer than 1 if there are any. */
  Factor main() {
    Factor main = factors.getFirst();
    for (Factor factor : factors) {
      boolean first = !main.isLabelled() || (main.isUnit() && !factor.isUnit());
      main = first && factor.isLabelled() ? factor : main;
    }
    return main;
  }

  /** The latest of what its factors are. */
  Steps steps() {
    Steps all = Steps.ALONE;
    for (Factor factor : factors) {
      all = all.and(factor.steps());
    }
    return all;
  }

  Axis with(Steps steps) {
    List<Factor> all = new ArrayList<>();
    for (Factor factor : factors) {
      all.add(factor.with(steps));
    }
    return new Axis(all);
  }

  /** What is left of it where a node changes how many places it has. */
  Axis resized(int size, Steps steps) {
    return of(new Factor(main().labels(), size, steps));
  }

  /** This with the size that facts know, where it is one factor. */
  Axis sized(int size) {
    Factor first = factors.getFirst();
    boolean better = factors.size() == 1 && size != Fact.UNKNOWN && first.size() != size;
    return better ? of(new Factor(first.labels(), size, first.steps())) : this;
  }

  /** What has both at each place; factor by factor, where they have as many. */
  Axis and(Axis other) {
    List<Factor> all = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < factors.size() || j < other.factors.size()) {
      Factor a = i < factors.size() ? factors.get(i) : null;
      Factor b = j < other.factors.size() ? other.factors.get(j) : null;
      if (a != null && b != null && a.isUnit() == b.isUnit()) {
        all.add(a.and(b));
        i++;
        j++;
      } else if (a != null && a.isUnit()) {
        all.add(a);
        i++;
      } else if (b != null && b.isUnit()) {
        all.add(b);
        j++;
      } else {
        return factors.size() >= other.factors.size() ? this : other;
      }
    }
    return new Axis(all);
  }
}

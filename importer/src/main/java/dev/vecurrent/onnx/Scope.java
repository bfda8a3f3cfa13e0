package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import java.util.HashMap;
import java.util.Map;

/**
 * What the values of a function, or of a body in it, are called in the model that it becomes part
 * of. Whatever no call gave a name to gets a fresh one, so nothing is taken for a value of the
 * model that happens to have the same name.
 */
final class Scope {

  private final FreshNames fresh;
  private final @Nullable Scope around;

  /** What stands before new names: the way to the call. */
  private final String path;

  private final Map<String, String> names = new HashMap<>();

  private Scope(FreshNames fresh, @Nullable Scope around, String path) {
    this.fresh = fresh;
    this.around = around;
    this.path = path;
  }

  /** The values of one call. */
  static Scope ofCall(FreshNames fresh, String path) {
    return new Scope(fresh, null, path);
  }

  /** A body within: what it does not define is a value of this scope. */
  Scope body() {
    return new Scope(fresh, this, path);
  }

  /** Lets a value have the name of one outside; an empty name is a value that is not given. */
  void bind(String inner, String outer) {
    names.put(inner, outer);
  }

  /** Gives a value of this scope a name of its own. */
  void define(String inner) {
    if (!inner.isEmpty()) {
      names.computeIfAbsent(inner, name -> fresh.like(path + name));
    }
  }

  boolean knows(String inner) {
    return names.containsKey(inner);
  }

  /** What a value is called outside. */
  String of(String inner) {
    if (inner.isEmpty()) {
      return "";
    }
    String outer = names.get(inner);
    if (outer != null) {
      return outer;
    }
    if (around != null) {
      return around.of(inner);
    }
    define(inner);
    return names.getOrDefault(inner, "");
  }
}

package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Counts;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.run.SlotType;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A slot for each value. Values of one type whose readers have all run hand their slot, and with it
 * their storage, to later ones.
 *
 * <p>Inputs, constants and outputs of the graph keep slots of their own, for they hold tensors of
 * others. So do views and what control flow makes, whose storage is another value's; and what is
 * viewed lives as long as its views.
 */
final class SlotPlan {

  private static final int END = Integer.MAX_VALUE;

  private final Draft draft;
  private final Map<String, Integer> slotOf = new HashMap<>();
  private final List<SlotType> types = new ArrayList<>();

  /** The last step that reads a value, or a view of it. */
  private final Map<String, Integer> lastRead = new HashMap<>();

  private final Set<String> views = new HashSet<>();
  private final Map<Integer, List<String>> ending = new HashMap<>();
  private final Map<SlotType, Deque<Integer>> free = new HashMap<>();
  private int values;

  private SlotPlan(Draft draft) {
    this.draft = draft;
  }

  static SlotPlan of(Draft draft) {
    SlotPlan plan = new SlotPlan(draft);
    for (String input : draft.inputs) {
      if (!input.isEmpty()) {
        plan.own(input);
      }
    }
    for (String constant : draft.constants.keySet()) {
      plan.own(constant);
    }
    for (String output : draft.outputs) {
      plan.own(output);
    }
    plan.readers();
    plan.assign();
    return plan;
  }

  /** The slot of each value; -1 for one that stays inside a stack. */
  Map<String, Integer> slotOf() {
    return slotOf;
  }

  /** The type of each slot. */
  List<SlotType> types() {
    return types;
  }

  /** How many values steps make. */
  int values() {
    return values;
  }

  private void readers() {
    int step = 0;
    for (DraftNode node : draft.nodes) {
      for (DraftNode layer : node.layers()) {
        for (String input : layer.inputs) {
          lastRead.put(input, step);
        }
      }
      step++;
    }
    for (String output : draft.outputs) {
      lastRead.put(output, END);
    }
    for (DraftNode node : draft.nodes.reversed()) {
      if (!node.bodies.isEmpty()) {
        views.addAll(node.outputs); // storage of a body
      }
      if (node.operator != null && node.operator.isView()) {
        String view = node.output(0);
        views.add(view);
        String viewed = node.input(0);
        int ofView = lastRead.getOrDefault(view, 0);
        lastRead.put(viewed, Math.max(lastRead.getOrDefault(viewed, 0), ofView));
      }
    }
  }

  private void assign() {
    int step = 0;
    for (DraftNode node : draft.nodes) {
      String replaced = replaced(node, step);
      if (!replaced.isEmpty()) {
        release(replaced);
      }
      List<DraftNode> layers = node.layers();
      for (DraftNode layer : layers) {
        for (int i = 0; i < layer.outputs.size(); i++) {
          String name = layer.outputs.get(i);
          if (i == 0 && layer != node) {
            slotOf.put(name, -1); // X of the next layer of the stack
          } else if (!name.isEmpty()) {
            made(name, step);
          }
        }
      }
      // Only now: no step may write over what it reads.
      for (String name : ending.getOrDefault(step, List.of())) {
        if (!name.equals(replaced)) {
          release(name);
        }
      }
      step++;
    }
  }

  private void release(String name) {
    freeOf(name).push(slotOf.getOrDefault(name, -1));
  }

  /** The value that a step may write over: the one it reads, for the last time; empty for none. */
  private String replaced(DraftNode node, int step) {
    boolean may =
        node.operator != null
            && node.operator.isInPlace()
            && !draft.isOutput(node.output(0))
            && Collections.frequency(node.inputs, node.input(0)) == 1
            && ending.getOrDefault(step, List.of()).contains(node.input(0));
    return may ? node.input(0) : "";
  }

  private void made(String name, int step) {
    values++;
    if (slotOf.containsKey(name)) {
      return;
    }
    if (views.contains(name)) {
      own(name);
      return;
    }
    Integer slot = freeOf(name).poll();
    if (slot == null) {
      own(name);
    } else {
      slotOf.put(name, slot);
    }
    int last = lastRead.getOrDefault(name, step);
    Counts.list(ending, last).add(name);
  }

  private Deque<Integer> freeOf(String name) {
    Deque<Integer> known = free.get(type(name));
    if (known == null) {
      known = new ArrayDeque<>();
      free.put(type(name), known);
    }
    return known;
  }

  private void own(String name) {
    if (slotOf.putIfAbsent(name, types.size()) == null) {
      types.add(type(name));
    }
  }

  private SlotType type(String name) {
    Fact fact = draft.fact(name);
    return fact == null
        ? new SlotType(ElementType.FLOAT32, false, false)
        : new SlotType(fact.type(), fact.isSequence(), fact.isOptional());
  }
}

package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;

/**
 * The messages of {@code onnx.proto} that hold messages, and in which fields: what a {@link
 * WireScan} descends into. Protobuf's own descriptors tell the same, but take longer to build than
 * a model to read.
 */
enum MessageKind {
  MODEL,
  TRAINING_INFO,
  GRAPH,
  FUNCTION,
  NODE,
  ATTRIBUTE,
  TENSOR,
  SPARSE_TENSOR,
  SEQUENCE,
  OPTIONAL,
  ANNOTATION,
  VALUE_INFO,
  TYPE,
  TENSOR_TYPE,
  /** The types of a sequence and of an optional value. */
  ELEMENT_TYPE,
  MAP_TYPE,
  SHAPE,
  /** One that holds numbers and strings only. */
  LEAF;

  /** What a field of a number holds, or {@code null} where it holds no message or is not known. */
  @Nullable
  MessageKind nested(int field) {
    return switch (this) {
      case MODEL ->
          switch (field) {
            case 7 -> GRAPH;
            case 20 -> TRAINING_INFO;
            case 25 -> FUNCTION;
            case 8, 14 -> LEAF;
            default -> null;
          };
      case TRAINING_INFO ->
          switch (field) {
            case 1, 2 -> GRAPH;
            case 3, 4 -> LEAF;
            default -> null;
          };
      case GRAPH ->
          switch (field) {
            case 1 -> NODE;
            case 5 -> TENSOR;
            case 15 -> SPARSE_TENSOR;
            case 11, 12, 13 -> VALUE_INFO;
            case 14 -> ANNOTATION;
            default -> null;
          };
      case FUNCTION ->
          switch (field) {
            case 7 -> NODE;
            case 9 -> LEAF;
            case 11 -> ATTRIBUTE;
            case 12 -> VALUE_INFO;
            default -> null;
          };
      case NODE -> field == 5 ? ATTRIBUTE : null;
      case ATTRIBUTE ->
          switch (field) {
            case 5, 10 -> TENSOR;
            case 6, 11 -> GRAPH;
            case 22, 23 -> SPARSE_TENSOR;
            case 14, 15 -> TYPE;
            default -> null;
          };
      case TENSOR ->
          switch (field) {
            case 3, 13 -> LEAF;
            default -> null;
          };
      case SPARSE_TENSOR ->
          switch (field) {
            case 1, 2 -> TENSOR;
            default -> null;
          };
      case SEQUENCE ->
          switch (field) {
            case 3 -> TENSOR;
            case 4 -> SPARSE_TENSOR;
            case 5 -> SEQUENCE;
            default -> null;
          };
      case OPTIONAL ->
          switch (field) {
            case 3 -> TENSOR;
            case 4 -> SPARSE_TENSOR;
            case 5 -> SEQUENCE;
            case 7 -> OPTIONAL;
            default -> null;
          };
      case ANNOTATION -> field == 2 ? LEAF : null;
      case VALUE_INFO -> field == 2 ? TYPE : null;
      case TYPE ->
          switch (field) {
            case 1, 8 -> TENSOR_TYPE;
            case 4, 9 -> ELEMENT_TYPE;
            case 5 -> MAP_TYPE;
            default -> null;
          };
      case TENSOR_TYPE -> field == 2 ? SHAPE : null;
      case ELEMENT_TYPE -> field == 1 ? TYPE : null;
      case MAP_TYPE -> field == 2 ? TYPE : null;
      case SHAPE -> field == 1 ? LEAF : null;
      case LEAF -> null;
    };
  }

  /** Whether a field holds integers, a byte of which may become eight in memory. */
  boolean isIntegers(int field) {
    return switch (this) {
      case TENSOR -> field == 1 || field == 5 || field == 7 || field == 11;
      case ATTRIBUTE -> field == 8;
      case SPARSE_TENSOR -> field == 3;
      default -> false;
    };
  }
}

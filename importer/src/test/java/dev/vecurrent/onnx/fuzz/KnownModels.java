package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** Valid small models of every operator, in the order of their file, and what they are made of. */
final class KnownModels {

  private static final List<ModelProto> MODELS = read();

  private final Set<String> operators = new TreeSet<>();
  private final Map<String, AttributeProto> attributes = new LinkedHashMap<>();
  private final Set<String> texts = new LinkedHashSet<>();

  private KnownModels() {}

  private static List<ModelProto> read() {
    List<ModelProto> models = new ArrayList<>();
    try (InputStream file =
        new GZIPInputStream(
            Objects.requireNonNull(KnownModels.class.getResourceAsStream("models.gz")))) {
      for (ModelProto model = ModelProto.parseDelimitedFrom(file);
          model != null;
          model = ModelProto.parseDelimitedFrom(file)) {
        models.add(model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(models);
  }

  static List<ModelProto> all() {
    return MODELS;
  }

  /** What all models are made of. */
  static KnownModels parts() {
    KnownModels parts = new KnownModels();
    MODELS.forEach(model -> parts.collect(model.getGraph()));
    return parts;
  }

  private void collect(GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      String domain = node.getDomain();
      operators.add(domain.isEmpty() ? node.getOpType() : domain + "." + node.getOpType());
      for (AttributeProto attribute : node.getAttributeList()) {
        attributes.putIfAbsent(attribute.getName() + attribute.getType(), attribute);
        if (attribute.hasS()) {
          texts.add(attribute.getS().toStringUtf8());
        }
        if (attribute.hasG()) {
          collect(attribute.getG());
        }
      }
    }
  }

  /** Operators, those of other domains behind the name of their domain. */
  Set<String> operators() {
    return operators;
  }

  /** One attribute of each name and type. */
  List<AttributeProto> attributes() {
    return List.copyOf(attributes.values());
  }

  /** Texts of attributes, such as modes. */
  List<String> texts() {
    return List.copyOf(texts);
  }
}

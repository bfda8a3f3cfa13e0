package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.vecurrent.onnx.proto.ModelProto;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of nested messages is that of {@code onnx.proto}. */
class MessageKindTest {

  private final Set<String> seen = new HashSet<>();

  @Test
  void everyMessageIsDescendedInto() {
    compare(ModelProto.getDescriptor(), MessageKind.MODEL);
    assertThat(seen).hasSizeGreaterThan(15);
  }

  private void compare(Descriptor message, MessageKind kind) {
    if (!seen.add(message.getFullName() + " " + kind)) {
      return;
    }
    for (int number = 0; number <= 40; number++) {
      FieldDescriptor field = message.findFieldByNumber(number);
      boolean nested = field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      MessageKind inside = kind.nested(number);
      assertThat(inside != null).as("%s %d", message.getFullName(), number).isEqualTo(nested);
      if (inside != null && nested) {
        compare(field.getMessageType(), inside);
      }
    }
    assertThat(message.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0))
        .isLessThanOrEqualTo(40);
  }
}

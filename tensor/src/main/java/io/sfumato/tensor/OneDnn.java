package io.sfumato.tensor;

import java.util.Optional;

/** oneDNN's products with weights that are laid out once. Builds of libtorch without oneDNN, or for another kind of processor, lack some. */
enum OneDnn {
    PACK_LINEAR("mkldnn::_reorder_linear_weight"),
    LINEAR("mkldnn::_linear_pointwise"),
    PACK_CONVOLUTION("mkldnn::_reorder_convolution_weight"),
    CONVOLUTION("mkldnn::_convolution_pointwise"),
    PACK_INT8_LINEAR("onednn::qlinear_prepack"),
    INT8_LINEAR("onednn::qlinear_pointwise"),
    PACK_INT8_CONVOLUTION("onednn::qconv_prepack"),
    INT8_CONVOLUTION("onednn::qconv2d_pointwise");

    private final Optional<NamedOperator> operator;

    OneDnn(String name) {
        operator = NamedOperator.find(name);
    }

    boolean isThere() {
        return operator.isPresent();
    }

    /** What is called. */
    NamedOperator operator() {
        return operator.orElseThrow(() -> new TensorException("this build of libtorch has no " + this));
    }
}

package io.sfumato.tensor;

/** oneDNN's products with weights that are laid out once. Builds of libtorch without oneDNN, or for another kind of processor, lack some. */
final class OneDnn {
    static final NamedOperator PACK_LINEAR = new NamedOperator("mkldnn::_reorder_linear_weight");
    static final NamedOperator LINEAR = new NamedOperator("mkldnn::_linear_pointwise");
    static final NamedOperator LINEAR_WITH = new NamedOperator("mkldnn::_linear_pointwise", "binary");
    static final NamedOperator PACK_CONVOLUTION = new NamedOperator("mkldnn::_reorder_convolution_weight");
    static final NamedOperator CONVOLUTION = new NamedOperator("mkldnn::_convolution_pointwise");
    static final NamedOperator PACK_INT8_LINEAR = new NamedOperator("onednn::qlinear_prepack");
    static final NamedOperator INT8_LINEAR = new NamedOperator("onednn::qlinear_pointwise");
    static final NamedOperator PACK_INT8_CONVOLUTION = new NamedOperator("onednn::qconv_prepack");
    static final NamedOperator INT8_CONVOLUTION = new NamedOperator("onednn::qconv2d_pointwise");

    private OneDnn() {}
}

// Float kernels behind Tensors. Every function except ck_share is single-threaded and takes plain pointers; the caller
// splits the work.
// Each body is compiled for the base CPU and for x86-64-v3 (AVX2 + FMA); the loader picks once (target_clones). Convolution
// picks at run time and also has an AVX-512 version.
// Matrices are row-major; `rows` and `cols` are the whole shape a call works on. The elementwise functions may work in
// place (y == x).
#ifndef CKernels_H
#define CKernels_H

#include <stddef.h>
#include <stdint.h>

// Which variant the loader picked: "x86-64-v3" or "generic".
const char *_Nonnull ck_variant(void);

// crew.c: runs run(argument, 0 ..< parts), each part once, on this thread and on up to threads - 1 workers that the process
// keeps; returns when all have run. If another call is using the workers, this thread runs every part itself.
void ck_share(size_t parts, size_t threads, void *_Nullable argument, void (*_Nonnull run)(void *_Nullable, size_t));

// memory.c: returns freed memory that the allocator holds to the system, where the C library supports it (glibc).
void ck_return_memory(void);

// elementwise.c
void ck_fill(float *_Nonnull y, float value, size_t n);
void ck_add(const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull y, size_t n);
void ck_multiply(const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull y, size_t n);
void ck_scale(const float *_Nonnull x, float factor, float *_Nonnull y, size_t n);
void ck_axpy(float factor, const float *_Nonnull x, float *_Nonnull y, size_t n); // y += factor * x
void ck_relu(const float *_Nonnull x, float *_Nonnull y, size_t n);
// dx = dy where y > 0, else 0
void ck_relu_backward(const float *_Nonnull y, const float *_Nonnull dy, float *_Nonnull dx, size_t n);
// y = x / keep where hash(seed, start + i) < keep, else 0: the mask depends only on seed and index, so backward needs no copy
void ck_dropout(const float *_Nonnull x, float *_Nonnull y, size_t n, uint64_t start, uint64_t seed, float keep);
double ck_sum(const float *_Nonnull x, size_t n);
double ck_sum_squares(const float *_Nonnull x, size_t n);
// sets every row of y to row
void ck_repeat_row(const float *_Nonnull row, float *_Nonnull y, size_t rows, size_t cols);
// adds row to every row of y
void ck_add_row(const float *_Nonnull row, float *_Nonnull y, size_t rows, size_t cols);
// sums[c] += sum over rows of x
void ck_column_sum(const float *_Nonnull x, size_t rows, size_t cols, float *_Nonnull sums);
// y (cols, rows) = x (rows, cols) transposed
void ck_transpose(const float *_Nonnull x, float *_Nonnull y, size_t rows, size_t cols);
// the same for matrices with the given row strides
void ck_transpose_strided(
    const float *_Nonnull x, size_t x_stride, float *_Nonnull y, size_t y_stride, size_t rows, size_t cols);

// y (rows, stride apart) = x (rows, cols) times w (outputs, cols) transposed, plus bias, for a few rows: reads w in place
// once per three rows, where a blocked product would copy it first.
void ck_linear_few(
    const float *_Nonnull x, const float *_Nonnull w, const float *_Nullable bias, float *_Nonnull y, size_t stride,
    size_t rows, size_t outputs, size_t cols);

// attend.c: y (heads * size) = attention of one query over `count` rows of memory, `stride` apart: keys at the start of a
// row, values `values` floats later. `rows` lists the rows; NULL means the first `count`. scores: heads * count floats.
void ck_attend_few(
    const float *_Nonnull query, const float *_Nonnull memory, size_t stride, size_t values,
    const int32_t *_Nullable rows, size_t count, size_t heads, size_t size, float scale, float *_Nonnull scores,
    float *_Nonnull y);

// softmax.c
// Contiguous rows of `cols`, in place; the first valid(row) entries of a row take part, the rest become 0.
// valid = min(limit, first + row * step); every row must have valid >= 1.
void ck_softmax(float *_Nonnull x, size_t rows, size_t cols, size_t limit, size_t first, size_t step);
// dx = scale * y * (dy - sum(y * dy)), in place over dy
void ck_softmax_backward(const float *_Nonnull y, float *_Nonnull dy, size_t rows, size_t cols, float scale);
void ck_log_softmax(const float *_Nonnull x, float *_Nonnull y, size_t rows, size_t cols);
// dlogits = (softmax(logits) - onehot) * scale on rows whose target differs from `ignored`, 0 elsewhere;
// returns the sum of -log p(target) over those rows, unscaled
double ck_cross_entropy(
    const float *_Nonnull logits, const int32_t *_Nonnull targets, int32_t ignored, float scale,
    float *_Nonnull dlogits, size_t rows, size_t cols);
// Loss of one entry: weight * (positive * t * softplus(-x) + (1 - t) * softplus(x)), and its derivative with respect to x.
// positive has `cols` entries, the same for every row; returns the sum, unscaled; dlogits includes `scale`
double ck_binary_cross_entropy(
    const float *_Nonnull logits, const float *_Nonnull targets, const float *_Nonnull weights,
    const float *_Nonnull positive, float scale, float *_Nonnull dlogits, size_t rows, size_t cols);

// norm.c
// y = (x - mean) * inverse * gain + bias by row; mean and inverse (1 / sqrt(var + epsilon)) have one entry per row
void ck_layer_norm(
    const float *_Nonnull x, const float *_Nonnull gain, const float *_Nonnull bias, float epsilon, float *_Nonnull y,
    float *_Nonnull mean, float *_Nonnull inverse, size_t rows, size_t cols);
// adds to dgain and dbias
void ck_layer_norm_backward(
    const float *_Nonnull x, const float *_Nonnull gain, const float *_Nonnull mean, const float *_Nonnull inverse,
    const float *_Nonnull dy, float *_Nonnull dx, float *_Nonnull dgain, float *_Nonnull dbias, size_t rows,
    size_t cols);
// sums[c] += sum(x - shift), squares[c] += sum((x - shift)^2) over rows
void ck_column_moments(
    const float *_Nonnull x, const float *_Nonnull shift, double *_Nonnull sums, double *_Nonnull squares, size_t rows,
    size_t cols);
// y = x * scale + shift (+ residual) by column, then max(0, y) when relu
void ck_scale_shift(
    const float *_Nonnull x, const float *_Nonnull scale, const float *_Nonnull shift, const float *_Nullable residual,
    int relu, float *_Nonnull y, size_t rows, size_t cols);
// g = dy where y > 0 (all of dy without y); sums[c] += sum(g), products[c] += sum(g * (x - mean)) over rows.
// g may be dy itself.
void ck_batch_norm_sums(
    const float *_Nonnull x, const float *_Nonnull mean, const float *_Nullable y, const float *_Nonnull dy,
    float *_Nonnull g, double *_Nonnull sums, double *_Nonnull products, size_t rows, size_t cols);
// dx = a * g + b * x + c by column
void ck_column_affine2(
    const float *_Nonnull g, const float *_Nonnull x, const float *_Nonnull a, const float *_Nonnull b,
    const float *_Nonnull c, float *_Nonnull dx, size_t rows, size_t cols);

// convolution.c: images are (H, W, C), channels last
typedef struct {
    size_t height, width, channels; // one input image
    size_t kernel, stride, padding; // square kernel
    size_t out_height, out_width;
} CKWindow;
// adds columns (count, kernel * kernel * C) of the output pixels first ..< first + count into one image
void ck_col2im(
    const float *_Nonnull columns, const CKWindow *_Nonnull w, size_t first, size_t count, float *_Nonnull image);
// maximum over each window (padding never wins) of the output pixels first ..< first + count of one image; index, if not
// NULL: offset in the image of each output's maximum
void ck_max_pool(
    const float *_Nonnull image, const CKWindow *_Nonnull w, size_t first, size_t count, float *_Nonnull y,
    int32_t *_Nullable index);
// dx[index[i]] += dy[i]
void ck_scatter_add(const float *_Nonnull dy, const int32_t *_Nonnull index, float *_Nonnull dx, size_t n);

// convolve.c: convolution of whole images with filters packed once, for inference and for the forward pass of training
enum { ck_most_channels = 4096 }; // limit for padded images; kernels are at most 8 x 8
typedef struct {
    const float *_Nonnull filters; // packed by ck_pack_filters
    size_t outputs;
    const float *_Nullable bias; // (outputs)
    const float *_Nullable residual; // added before the ReLU; shape of the result
    int relu;
} CKConvolution;
// Output channels per panel of packed filters; the last panel may be half as wide.
size_t ck_panel(void);
// The output channels that `outputs` become when packed: rounded up to half a panel.
size_t ck_packed_outputs(size_t outputs);
// weights (outputs, taps); packed has ck_packed_outputs(outputs) * taps floats
void ck_pack_filters(const float *_Nonnull weights, size_t outputs, size_t taps, float *_Nonnull packed);
// y (B, H', W', c->outputs): output pixels first ..< first + count, counted through the batch, and output channels
// first_output ..< first_output + outputs, where first_output is a multiple of ck_panel. Calls on disjoint parts may overlap.
void ck_convolve(
    const float *_Nonnull images, const CKWindow *_Nonnull w, const CKConvolution *_Nonnull c, size_t first,
    size_t count, size_t first_output, size_t outputs, float *_Nonnull y);
// dw (outputs, taps) += the filters' gradient over the output pixels first ..< first + count, dy (B, H', W', outputs);
// needs this many floats of scratch, whose contents do not matter
size_t ck_convolve_gradient_scratch(const CKWindow *_Nonnull w, size_t outputs);
void ck_convolve_gradient(
    const float *_Nonnull images, const CKWindow *_Nonnull w, const float *_Nonnull dy, size_t outputs, size_t first,
    size_t count, float *_Nonnull scratch, float *_Nonnull dw);

// y (rows, outputs) = x (rows, inputs) times packed weights (ck_pack_filters with `inputs` taps, as floats or as halves), plus
// bias, plus residual (laid out as y), then max(0, y): the outputs first ..< first + count, where first is a multiple of
// ck_panel. Meant for a few rows. Halves require ck_has_halves.
int ck_has_halves(void);
void ck_linear_packed(
    const float *_Nonnull x, size_t x_stride, size_t rows, size_t inputs, const void *_Nonnull weights, int is_half,
    const float *_Nullable bias, const float *_Nullable residual, int relu, size_t outputs, size_t first, size_t count,
    float *_Nonnull y, size_t y_stride);

// training.c
// y = rows of table by id; backward: table[id] += rows
void ck_gather_rows(const float *_Nonnull table, const int32_t *_Nonnull ids, float *_Nonnull y, size_t n, size_t cols);
void ck_scatter_rows(
    const float *_Nonnull dy, const int32_t *_Nonnull ids, float *_Nonnull table, size_t n, size_t cols);
// AdamW (Loshchilov and Hutter 2019), in PyTorch's order: decay, moments, step.
// correction1 = 1 - beta1^t, correction2 = 1 - beta2^t
void ck_adamw(
    float *_Nonnull value, const float *_Nonnull gradient, float *_Nonnull first, float *_Nonnull second, size_t n,
    float rate, float decay, float beta1, float beta2, float epsilon, float correction1, float correction2);
// Adam (Kingma and Ba 2015) with the decay added to the gradient, as PyTorch's `weight_decay`. With `largest` it is AMSGrad
// (Reddi et al. 2018): the step is divided by the largest second moment so far.
void ck_adam(
    float *_Nonnull value, const float *_Nonnull gradient, float *_Nonnull first, float *_Nonnull second,
    float *_Nullable largest, size_t n, float rate, float decay, float beta1, float beta2, float epsilon,
    float correction1, float correction2);
// Clamps every element to -limit ... limit; NaN stays NaN.
void ck_clamp(float *_Nonnull x, float limit, size_t n);
void ck_half_to_float(const uint16_t *_Nonnull x, float *_Nonnull y, size_t n);
void ck_float_to_half(const float *_Nonnull x, uint16_t *_Nonnull y, size_t n); // round to nearest even

#endif

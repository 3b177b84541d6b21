// CASE: contexts-library-global-lock-ok
// SOURCE: cp2k/dbcsr PR 208 (2019-07-11), handle map of the libcusmm kernels read outside the lock that protects its growth
// EXPECT: kernel_handles OK
// STD: c++17
// PROVES: issue 3, thread contexts: library mode
// WHY: look-up, compilation and insertion are one critical section and the handle leaves by value

// Host side of a GPU library: called by a Fortran program, from each of its OpenMP threads.
#include <pthread.h>

#include <array>
#include <cstddef>
#include <functional>
#include <unordered_map>

typedef std::array<int, 3> Triplet;

namespace std {
template <>
struct hash<Triplet> {
    size_t operator()(const Triplet& t) const noexcept {
        return static_cast<size_t>(t[0]) * 1000003u + static_cast<size_t>(t[1]) * 1009u + static_cast<size_t>(t[2]);
    }
};
}  // namespace std

struct ACC_DRV_function;

extern "C" {
int jit_compile(int m, int n, int k, ACC_DRV_function** out);
int launch_kernel(ACC_DRV_function* kernel, void* stream, int stack_size, const double* a, const double* b, double* c);
}

struct kernel_launcher {
    ACC_DRV_function* kernel_function = nullptr;
    int grouping = 0;
    int threads = 0;
};

static pthread_mutex_t jit_lock = PTHREAD_MUTEX_INITIALIZER;
static std::unordered_map<Triplet, kernel_launcher> kernel_handles;

static inline int ceil_pow2(int v) {
    int p = 32;
    while (p < v)
        p *= 2;
    return p;
}

// Caller holds jit_lock.
static kernel_launcher* add_kernel_handle_to_jitted_kernels(const Triplet& h_mnk) {
    kernel_launcher launcher;
    if (jit_compile(h_mnk[0], h_mnk[1], h_mnk[2], &launcher.kernel_function) != 0)
        return nullptr;
    launcher.grouping = 16;
    launcher.threads = ceil_pow2(h_mnk[0] * h_mnk[1]);
    auto inserted = kernel_handles.emplace(h_mnk, launcher);
    return &inserted.first->second;
}

static bool find_or_jit(const Triplet& h_mnk, kernel_launcher& out) {
    bool found = false;
    pthread_mutex_lock(&jit_lock);
    auto kernel_it = kernel_handles.find(h_mnk);
    if (kernel_it != kernel_handles.end()) {
        out = kernel_it->second;
        found = true;
    } else if (kernel_launcher* fresh = add_kernel_handle_to_jitted_kernels(h_mnk)) {
        out = *fresh;
        found = true;
    }
    pthread_mutex_unlock(&jit_lock);
    return found;
}

extern "C" int libcusmm_process_d(void* stream, int stack_size, int m, int n, int k, const double* a, const double* b,
                                  double* c) {
    kernel_launcher launcher;
    if (!find_or_jit(Triplet{{m, n, k}}, launcher))
        return -10;
    return launch_kernel(launcher.kernel_function, stream, stack_size, a, b, c);
}

extern "C" int libcusmm_is_jitted(int m, int n, int k) {
    pthread_mutex_lock(&jit_lock);
    const int known = static_cast<int>(kernel_handles.count(Triplet{{m, n, k}}));
    pthread_mutex_unlock(&jit_lock);
    return known;
}

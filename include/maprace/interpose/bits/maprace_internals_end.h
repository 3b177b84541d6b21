// See maprace_internals_begin.h.
#pragma GCC system_header
#pragma pop_macro("_Rb_tree")
#pragma pop_macro("_Hashtable")

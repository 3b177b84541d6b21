#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct registry registry;
registry *reg_new(void);
void reg_free(registry *r);
void reg_set(registry *r, const char *key, int value);
void reg_remove(registry *r, const char *key);
#ifdef __cplusplus
}
#endif

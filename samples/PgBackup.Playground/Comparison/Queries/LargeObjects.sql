SELECT 'large object', l.oid::text, jsonb_build_object('owner', pg_get_userbyid(l.lomowner)) FROM pg_largeobject_metadata l
